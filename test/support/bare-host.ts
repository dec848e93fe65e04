import type { Host, Service } from '../../src/main/hosts/host.ts';

/** Has no screen and no engine; pages and links are the test's. */
export function bareHost(onService: (service: Service) => void): Host {
  return {
    name: 'browser',
    serve: async (service) => {
      onService(service);
      return { address: null };
    },
    openStage: async () => ({ opened: false, why: 'a test' }),
    closeStage: async () => undefined,
    forkPerception: () => ({
      pid: undefined,
      send: () => undefined,
      sendFrame: () => true,
      onMessage: () => undefined,
      onExit: () => undefined,
      kill: () => undefined,
    }),
    keepAwake: () => undefined,
    close: async () => undefined,
  };
}
