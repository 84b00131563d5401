import { expect, it } from 'vitest';
import { startSimulatorProcess } from '../../local/simulator-process.ts';
import { takenPort } from '../setup/taken-port.ts';

it('rejects with the code of a port that is taken, which the process itself says nothing of', async () => {
  const { port, release } = await takenPort();
  await expect(startSimulatorProcess({ port: 0, vaultPort: port, overrides: {} })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: expect.stringMatching(/^The simulator could not start: listen EADDRINUSE/),
  });
  await release();
});
