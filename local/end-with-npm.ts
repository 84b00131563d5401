/**
 * Asks this process to stop, as SIGTERM does, when the npm that started it is gone. Told to stop, npm passes that on to
 * the shell between the two, which ends and takes npm along; what the shell had started would run on and know nothing.
 * Does nothing where no npm did.
 */
export function endWithNpm(env: NodeJS.ProcessEnv): void {
  if (env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}
