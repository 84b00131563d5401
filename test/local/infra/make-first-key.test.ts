import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { firstKey } from '../../../local/infra/make-first-key.ts';
import { parseGatewayKey } from '../../../shared/config/gateway-key.ts';

function machine(env: Record<string, string> = {}, isTerminal = true) {
  const kept: Record<string, string> = {};
  const said = firstKey({ env, isTerminal, randomBytes, set: (name, value) => (kept[name] = value) });
  return { kept, ...said };
}

describe('the first key', () => {
  it('is shown once, its id and hash kept for the template', () => {
    const { kept, text, exitCode } = machine({ SLUICE_CALLER_NAME: 'team-a' });
    const { id, secret } = parseGatewayKey(/sluice_\S+/.exec(text)?.[0] ?? '') ?? expect.unreachable(text);
    expect(exitCode).toBe(0);
    expect(text).toContain('Gateway key of team-a.');
    expect(kept).toEqual({
      SLUICE_CALLER_KEY_ID: id,
      SLUICE_CALLER_KEY_SHA256: createHash('sha256').update(secret).digest('hex'),
    });
    expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it('is not made again where the environment has one', () => {
    const { kept, text, exitCode } = machine({ SLUICE_CALLER_KEY_ID: 'a', SLUICE_CALLER_KEY_SHA256: 'b' });
    expect({ kept, text, exitCode }).toEqual({ kept: {}, text: '', exitCode: 0 });
  });

  it('is not made where a log would keep it', () => {
    const { kept, text, exitCode } = machine({}, false);
    expect({ kept, exitCode }).toEqual({ kept: {}, exitCode: 1 });
    expect(text).toContain('azd env set SLUICE_CALLER_KEY_ID');
    expect(text).not.toMatch(/sluice_[a-z0-9]{10}_/);
  });

  it('is not shown when it could not be kept', () => {
    const fail = () => {
      throw new Error('azd is not here');
    };
    const said = firstKey({ env: {}, isTerminal: true, randomBytes, set: fail });
    expect(said).toEqual({ exitCode: 1, text: expect.stringMatching(/^No key was made: azd keeps no value/) });
    expect(said.text).not.toMatch(/sluice_[a-z0-9]{10}_/);
  });

  it('says in a line that azd is not there', () => {
    const fail = () => {
      throw Object.assign(new Error('spawn azd'), { code: 'ENOENT' });
    };
    const { text, exitCode } = firstKey({ env: {}, isTerminal: true, randomBytes, set: fail });
    expect(exitCode).toBe(1);
    expect(text).toMatch(
      /^No key was made: azd is not on the PATH.*\nFor a gateway file of your own: npm run -s sluice/,
    );
  });
});
