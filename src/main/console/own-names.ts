import { hostname, networkInterfaces } from 'node:os';

/** Names by which this machine is reached: what a `Host` header may say. Another one is a rebound name. */
export function ownNames(isNetwork: boolean, interfaces = networkInterfaces(), host = hostname()): readonly string[] {
  const loopback = ['127.0.0.1', 'localhost'];
  if (!isNetwork) return loopback;
  const own = host.toLowerCase();
  const names = own === '' ? [] : own.includes('.') ? [own] : [own, `${own}.local`];
  return [...loopback, ...names, ...networkAddresses(interfaces)];
}

/** Addresses of this machine on its networks, IPv4: what an operator types into a phone. */
export function networkAddresses(interfaces = networkInterfaces()): readonly string[] {
  return Object.values(interfaces)
    .flatMap((of) => of ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/** Whether the other end of a connection is on this very machine. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}
