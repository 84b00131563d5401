import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether this process may install Debian's packages: as root, on Debian or Ubuntu. */
export function mayInstall(): boolean {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** Installs one of Debian's packages, without what it only recommends. Throws what apt-get says when it cannot. */
export function installPackage(name: string): void {
  aptGet('update');
  aptGet('install', '--yes', '--no-install-recommends', name);
}

function aptGet(...command: string[]): void {
  execFileSync('/usr/bin/apt-get', ['--quiet', '-o', 'DPkg::Lock::Timeout=120', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 180_000,
    // The tests start servers of their own: at run level 1 a package does not start its service.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
}
