import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { redisServerPath } from './redis.ts';

/**
 * Sees to it once, before all tests, that there is a redis-server: on Debian, as root, it is installed. Elsewhere the
 * tests that need it are skipped, and this says how to get it; with CI=true they fail.
 */
export default function setup(): void {
  if (redisServerPath() !== undefined) return;
  let reason = 'only root on Debian or Ubuntu gets it installed';
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    try {
      aptGet('update');
      aptGet('install', '--yes', '--no-install-recommends', 'redis-server');
    } catch (error) {
      reason = String(error);
    }
  }
  if (redisServerPath() === undefined) {
    process.stderr.write(
      `There is no redis-server on the PATH (${reason}): tests that need it are skipped. ` +
        'Get it with "apt-get install redis-server", "brew install redis" or your own package manager.\n',
    );
  }
}

function aptGet(...command: string[]): void {
  execFileSync('/usr/bin/apt-get', ['--quiet', '-o', 'DPkg::Lock::Timeout=120', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 180_000,
    // The tests start servers of their own: at run level 1 the package does not start its service.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
}
