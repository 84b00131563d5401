/**
 * Runs something that must end within a time: rejects with a `TimeoutError` after `limitMs` even if `run` ignores the
 * signal it is given. The timer keeps no process alive.
 */
export async function withTimeLimit<T>(limitMs: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(limitMs);
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const expire = () => reject(signal.reason);
  signal.addEventListener('abort', expire);
  try {
    return await Promise.race([run(signal), expired]);
  } finally {
    signal.removeEventListener('abort', expire);
  }
}
