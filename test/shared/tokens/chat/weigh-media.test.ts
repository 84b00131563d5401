import { describe, expect, it } from 'vitest';

import { weighMedia } from '../../../../shared/tokens/chat/weigh-media.ts';

const weigh = (part: Parameters<typeof weighMedia>[0]) => weighMedia(part, () => ({ tokens: 85, isExact: true }));

describe('weighMedia', () => {
  it('asks for the cost of an image with its address and detail', () => {
    const part = { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } };
    const weight = weighMedia(part, (image) => {
      expect(image).toEqual({ url: 'https://example.com/a.png', detail: 'low' });
      return { tokens: 85, isExact: true };
    });
    expect(weight).toEqual({ texts: [], tokens: 85, isExact: true });
  });

  it('estimates ten tokens a second of sound', () => {
    const second = 'A'.repeat((48_000 * 4) / 3);
    expect(weigh({ type: 'input_audio', input_audio: { data: second, format: 'wav' } })).toMatchObject({
      tokens: 10,
      isExact: false,
    });
    expect(weigh({ type: 'input_audio', input_audio: { data: second, format: 'mp3' } }).tokens).toBe(60);
  });

  it('estimates a thousand tokens for a page of a file', () => {
    expect(weigh({ type: 'file', file: { file_id: 'file-1' } })).toMatchObject({ tokens: 1000, isExact: false });
    expect(weigh({ type: 'file', file: { file_data: 'A'.repeat(400_000) } }).tokens).toBe(6000);
    expect(weigh({ type: 'file', file: null }).tokens).toBe(1000);
  });

  it('takes a part of an unknown kind for its own JSON', () => {
    expect(weigh({ type: 'hologram', data: 'x' })).toEqual({
      texts: ['{"type":"hologram","data":"x"}'],
      tokens: 0,
      isExact: false,
    });
  });
});
