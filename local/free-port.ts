import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether nothing listens on this port of the loopback interface. */
export async function isFreePort(port: number): Promise<boolean> {
  if (port > 65_535) return false;
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}

/** The first of `count` free ports in a row that stand ten, or twenty and so on, after `port`. */
export async function nextFreePort(port: number, count = 1): Promise<number> {
  for (let first = port + 10; first + count <= 65_535; first += 10) {
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFreePort(first + index)));
    if (!free.includes(false)) return first;
  }
  throw new Error(`No port after ${port} is free.`);
}
