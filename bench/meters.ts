import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import * as z from 'zod';

/** What a process has used since it began: CPU time in all its threads, V8's heap with the buffers beside it. */
export type Usage = z.infer<typeof usageSchema>;

/** The meter of one process. `collect` runs the garbage collector first, for figures of memory. */
export type Meter = { read(): Promise<Usage>; collect(): Promise<Usage> };

/** Where the processes under measurement report to. */
export type Meters = {
  /** Environment under which a process, and each process it starts, carries a meter. */
  readonly env: Record<string, string>;
  /** The meter of a process started under that environment, as soon as it has reported. */
  of(pid: number): Promise<Meter>;
  stop(): void;
};

/** Listens for the meters of processes that are started with its environment. */
export async function startMeters(): Promise<Meters> {
  const known = new Map<number, PromiseWithResolvers<Meter>>();
  const entryOf = (pid: number) => {
    const entry = known.get(pid) ?? Promise.withResolvers<Meter>();
    known.set(pid, entry);
    return entry;
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    const lines = createInterface({ input: socket });
    lines.once('line', (line) => entryOf(helloSchema.parse(JSON.parse(line)).pid).resolve(meterOf(socket, lines)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  return {
    env: { NODE_OPTIONS: `--import=${new URL('./meter.ts', import.meta.url).href}`, BENCH_METER_PORT: String(port) },
    of: (pid) => entryOf(pid).promise,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function meterOf(socket: Socket, lines: Interface): Meter {
  const ask = async (question: 'read' | 'collect'): Promise<Usage> => {
    const answered = new Promise<string>((resolve) => lines.once('line', resolve));
    socket.write(`${question}\n`);
    return usageSchema.parse(JSON.parse(await answered));
  };
  return { read: () => ask('read'), collect: () => ask('collect') };
}

const helloSchema = z.object({ pid: z.number() });
const usageSchema = z.object({ cpuMicros: z.number(), heapBytes: z.number() });
