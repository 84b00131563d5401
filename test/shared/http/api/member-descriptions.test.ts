import { describe, expect, it } from 'vitest';
import { apiComponents } from '../../../../shared/http/api/api-components.ts';
import { jsonSchemas } from '../../../../shared/http/api/json-schemas.ts';
import { memberDescriptions, withMemberDescriptions } from '../../../../shared/http/api/member-descriptions.ts';
import { modelEntrySchema } from '../../../../shared/model-entry.ts';
import { isJsonObject } from '../../../../shared/openai/json-object.ts';

const { components } = jsonSchemas(apiComponents, new Set());
const membersOf = (name: string) => {
  const properties = components[name]?.['properties'];
  return isJsonObject(properties) ? Object.keys(properties) : [];
};

describe('memberDescriptions', () => {
  it('describe every member of every request, and none that there is not', () => {
    const requests = Object.keys(components).filter((name) => /Request$|^ChatMessage$|^BatchItem$/.test(name));
    expect(new Set(Object.keys(memberDescriptions))).toEqual(new Set(requests));
    for (const name of requests) {
      expect({ name, members: new Set(Object.keys(memberDescriptions[name] ?? {})) }).toEqual({
        name,
        members: new Set(membersOf(name)),
      });
    }
  });

  it('name every effort to reason that the catalogue knows of a model', () => {
    const named = [
      memberDescriptions['ChatRequest']?.['reasoning_effort'],
      memberDescriptions['GenerateRequest']?.['reasoningEffort'],
    ];
    const words = named.map((text) => [...(text ?? '').matchAll(/`(\w+)`/g)].map(([, word]) => word));
    const efforts = modelEntrySchema.unwrap().shape.reasoningEfforts.unwrap().element.options;
    expect(words).toEqual([efforts, efforts]);
    expect(efforts).toEqual(expect.arrayContaining(['none', 'xhigh', 'max']));
  });
});

describe('withMemberDescriptions', () => {
  it('describes members, and leaves those alone that describe themselves', () => {
    const { SplitRequest, Other } = withMemberDescriptions({
      SplitRequest: { properties: { model: { type: 'string' }, text: { type: 'string', description: 'Its own.' } } },
      Other: { type: 'string' },
    });
    expect(SplitRequest).toEqual({
      properties: {
        model: { type: 'string', description: memberDescriptions['SplitRequest']?.['model'] },
        text: { type: 'string', description: 'Its own.' },
      },
    });
    expect(Other).toEqual({ type: 'string' });
  });
});
