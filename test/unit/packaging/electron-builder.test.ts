import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../support/root.ts';

interface Config {
  readonly asarUnpack: readonly string[];
  readonly files: unknown;
  readonly extraResources: readonly { readonly from: string; readonly to: string }[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly mac: Readonly<Record<'entitlements' | 'entitlementsInherit', string>>;
  readonly extraMetadata: object;
  readonly linux: object;
  readonly deb: object;
}
/** What makes the deb, as far as it looks at what a deb has to name. */
interface Deb {
  checkOptions(): Promise<{ readonly maintainer: string; readonly url: string }>;
}
interface Builder {
  getConfig(folder: string, file: string, more: null): Promise<Config>;
  validateConfiguration(config: object, logger: object): Promise<void>;
}

const root = projectRoot();
// electron-builder checks with parts of its own, which are not among what it gives to others.
const outer = createRequire(join(root, 'package.json'));
const inner = createRequire(outer.resolve('electron-builder/package.json'));
const builder = inner('app-builder-lib/out/util/config/config') as Builder;
const { DebugLogger } = inner('builder-util') as { DebugLogger: new (on: boolean) => object };
const { default: FpmTarget } = inner('app-builder-lib/out/targets/FpmTarget') as { default: { prototype: Deb } };
const { AppInfo } = inner('app-builder-lib/out/appInfo') as { AppInfo: { prototype: object } };
const config = await builder.getConfig(root, 'electron-builder.yml', null);

/** Packages that a packed app carries and that hold native code, as the lockfile and node_modules have them here. */
function nativePackages(): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  const carried = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const isNative = (path: string): boolean =>
    existsSync(join(root, path)) &&
    readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).some((name) =>
      /\.(node|dylib|dll)$|\.so(\.\d+)*$/.test(name),
    );
  return carried.map(([path]) => path).filter(isNative);
}

describe('electron-builder.yml', () => {
  it('is valid by the schema of the electron-builder that packs it, and a slip in it would be refused', async () => {
    await expect(builder.validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined();
    await expect(builder.validateConfiguration({ ...config, asarUnpak: [] }, new DebugLogger(false))).rejects.toThrow(
      'asarUnpak',
    );
  });

  it('unpacks every package with native parts: the system loads those from files only', () => {
    const native = nativePackages();
    expect(native).toContain('node_modules/onnxruntime-node');
    const packed = native.filter((path) => !config.asarUnpack.some((glob) => covers(glob, `${path}/x`)));
    expect(packed).toEqual([]);
  });

  it('lays films and networks beside the app, where places.ts looks for them', () => {
    expect(config.extraResources.map(({ from, to }) => [from, to])).toEqual([
      ['film', 'film'],
      ['models', 'models'],
    ]);
  });

  it('names what no deb is made without: a homepage and a maintainer', async () => {
    const debOf = ({ extraMetadata, linux, deb }: Pick<Config, 'extraMetadata' | 'linux' | 'deb'>): Deb => {
      const info = { metadata: { name: 'mien', ...extraMetadata }, repositoryInfo: null };
      const appInfo: unknown = Object.assign(Object.create(AppInfo.prototype), { info });
      const made = { packager: { info, appInfo }, options: { ...linux, ...deb } };
      return Object.assign(Object.create(FpmTarget.prototype) as Deb, made);
    };
    const { maintainer, url } = await debOf(config).checkOptions();
    expect(new URL(url).protocol).toBe('https:');
    expect(maintainer).toMatch(/^\S.* <\S+@\S+>$/);
    await expect(debOf({ extraMetadata: {}, linux: {}, deb: {} }).checkOptions()).rejects.toThrow(/homepage[^]*author/);
  });

  it('lets a signed app of macOS and its helpers have the camera, and all that electron-builder gives them of its own', () => {
    const keysOf = (file: string): readonly string[] =>
      [...readFileSync(file, 'utf8').matchAll(/<key>(.+?)<\/key>\s*<true\/>/g)].map(([, key = '']) => key);
    const own = keysOf(inner.resolve('app-builder-lib/templates/entitlements.mac.plist'));
    expect(own).toHaveLength(3);
    for (const file of [config.mac.entitlements, config.mac.entitlementsInherit]) {
      expect(keysOf(join(root, file))).toEqual([...own, 'com.apple.security.device.camera']);
    }
  });

  it("burns Electron's fuses as its checklist says", () => {
    expect(config.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });
});

/** Whether a pattern of the config (`a/b/**`) covers a path. */
function covers(glob: string, path: string): boolean {
  return glob.endsWith('/**') && path.startsWith(glob.slice(0, -2));
}
