/**
 * Loaded before a contestant's own code (`node --import`): says what the process has used whenever the bench asks, over
 * a connection that neither holds the process open nor goes through its HTTP server.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const socket = connect(Number(process.env['BENCH_METER_PORT']), '127.0.0.1').unref();
socket.on('error', () => {});
socket.write(`${JSON.stringify({ pid: process.pid })}\n`);
createInterface({ input: socket }).on('line', (line) => {
  if (line === 'collect') collectGarbage();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external } = process.memoryUsage();
  socket.write(`${JSON.stringify({ cpuMicros: user + system, heapBytes: heapUsed + external })}\n`);
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  // Twice: what the first run frees may free more.
  runInNewContext('gc(); gc();');
}
