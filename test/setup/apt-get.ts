import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether this process may install Debian's packages: on Debian or Ubuntu, as root or by sudo. */
export function mayInstall(): boolean {
  return existsSync('/etc/debian_version') && asRoot() !== undefined;
}

/** Installs one of Debian's packages, without what it only recommends. Throws what apt-get says when it cannot. */
export function installPackage(name: string): void {
  aptGet('update');
  aptGet('install', '--yes', '--no-install-recommends', name);
}

/**
 * What a command begins with to be root's: nothing for root, and `sudo` in CI where it asks for no password, as on
 * GitHub's runners. `undefined`: it cannot be, and a person's own machine is left alone.
 */
export function asRoot(
  uid: number | undefined = process.getuid?.(),
  isCi: boolean = process.env['CI'] === 'true',
  asksNoPassword: () => boolean = sudoAsksNoPassword,
): readonly string[] | undefined {
  if (uid === 0) return [];
  return isCi && asksNoPassword() ? ['sudo', '--non-interactive'] : undefined;
}

function sudoAsksNoPassword(): boolean {
  return spawnSync('sudo', ['--non-interactive', 'true'], { stdio: 'ignore' }).status === 0;
}

function aptGet(...command: string[]): void {
  // The tests start servers of their own: at run level 1 a package does not start its service. By env: sudo passes none on.
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
  const [program, ...rest] = [...(asRoot() ?? []), ...environment, '/usr/bin/apt-get'];
  execFileSync(program, [...rest, '--quiet', '-o', 'DPkg::Lock::Timeout=120', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 180_000,
  });
}
