import { installPackage, mayInstall } from './apt-get.ts';
import { redisServerPath } from './redis.ts';

/**
 * Sees to it once, before all tests, that there is a redis-server: on Debian, as root or in CI by sudo, it is installed.
 * Elsewhere the tests that need it are skipped, and this says how to get it; with CI=true they fail.
 */
export default function setup(): void {
  if (redisServerPath() !== undefined) return;
  let reason = 'only root on Debian or Ubuntu, or sudo with CI=true, gets it installed';
  if (mayInstall()) {
    try {
      installPackage('redis-server');
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
