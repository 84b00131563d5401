import { expect, it } from 'vitest';
import { explainTakenPort } from '../../local/require-start-ports.ts';
import { freePort } from '../setup/free-port.ts';
import { takenPort } from '../setup/taken-port.ts';

const options = { simulatorPort: undefined, host: 'auto' } as const;
const inUse = Object.assign(new Error('listen EADDRINUSE: address already in use'), { code: 'EADDRINUSE' });

it('explains an error of a port that was taken after it was found free', async () => {
  const { port, release } = await takenPort();
  await expect(explainTakenPort(inUse, { ...options, port }, undefined)).rejects.toThrow(
    `Port ${port}, where Sluice would listen, is taken.\nThese are free:\n\n  npm start -- --port `,
  );
  await release();
});

it('leaves any other error to speak for itself, and one whose port is free again', async () => {
  const { port, release } = await takenPort();
  await explainTakenPort(new Error('The app does not load.'), { ...options, port }, undefined);
  await release();
  await explainTakenPort(inUse, { ...options, port: await freePort() }, undefined);
});
