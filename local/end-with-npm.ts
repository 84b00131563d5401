/**
 * Interrupts this process, as Ctrl-C does, when the npm that started it is gone. Told to stop, npm passes that on to the
 * shell between the two and ends, and what the shell had started would run on. Does nothing where no npm did.
 */
export function endWithNpm(env: NodeJS.ProcessEnv): void {
  if (env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGINT');
  }, 300);
  watch.unref();
}
