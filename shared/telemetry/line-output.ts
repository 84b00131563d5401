/**
 * Takes lines and hands those of one turn of the event loop on together, a line end behind each: to write is a system
 * call, and a busy process has many lines in a turn. `write` takes a text; what waits when the process ends is written
 * before it does, and only a process that is killed loses it.
 */
export function createLineOutput(write: (text: string) => void): (line: string) => void {
  let waiting = '';
  const flush = (): void => {
    const text = waiting;
    waiting = '';
    process.off('exit', flush);
    write(text);
  };
  return (line) => {
    if (waiting === '') {
      process.once('exit', flush);
      setImmediate(() => {
        if (waiting !== '') flush();
      });
    }
    waiting += `${line}\n`;
  };
}
