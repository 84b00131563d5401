import type { ChatRequest } from '../../openai/chat-request.ts';
import { isJsonObject, type JsonObject } from '../../openai/json-object.ts';
import { formatFunctions } from './format-functions.ts';
import { sumOf, type Weight } from './weight.ts';

/** The members of a chat request that stand in the prompt beside its messages. */
export type Definitions = Pick<
  ChatRequest,
  'tools' | 'tool_choice' | 'functions' | 'function_call' | 'response_format' | 'messages'
>;

/**
 * What a request's definitions weigh: its functions (as `tools` or in the older form), the choice among them, and the
 * schema the answer must have. All but plain functions are estimates.
 */
export function weighDefinitions(chat: Definitions): Weight {
  const weights = [
    weighFunctions(chat),
    weighOtherTools(chat),
    weighChoice(chat.tool_choice),
    weighChoice(chat.function_call),
    weighSchema(chat.response_format),
  ].filter((weight) => weight !== nothing);
  return weights.length === 0 ? nothing : sumOf(weights);
}

function functionsOf(chat: Definitions): readonly JsonObject[] {
  if (chat.tools === undefined || chat.tools === null) return chat.functions ?? [];
  const ofTools = chat.tools.map((tool) => tool['function']).filter(isJsonObject);
  return [...ofTools, ...(chat.functions ?? [])];
}

function weighFunctions(chat: Definitions): Weight {
  const functions = functionsOf(chat);
  if (functions.length === 0) return nothing;
  // Definitions are a system message of their own, unless they are added to the one there is, after a line break.
  const systemText = chat.messages.some(({ role }) => role === 'system' || role === 'developer') ? -4 : 0;
  return { texts: [formatFunctions(functions)], tokens: 9 + systemText, isExact: functions.every(isPlain) };
}

function weighOtherTools({ tools }: Definitions): Weight {
  const others = tools?.filter((tool) => !isJsonObject(tool['function'])) ?? [];
  if (others.length === 0) return nothing;
  return { texts: others.map((tool) => JSON.stringify(tool)), tokens: 9 * others.length, isExact: false };
}

function weighChoice(choice: unknown): Weight {
  if (choice === 'none') return { texts: [], tokens: 1, isExact: true };
  if (!isJsonObject(choice)) return nothing;
  const named = isJsonObject(choice['function']) ? choice['function'] : choice;
  const { name } = named;
  if (typeof name !== 'string') return { texts: [JSON.stringify(choice)], tokens: 4, isExact: false };
  return { texts: [name], tokens: 4, isExact: true };
}

function weighSchema(format: Definitions['response_format']): Weight {
  const definition = format?.['json_schema'];
  if (!isJsonObject(definition)) return nothing;
  return { texts: [JSON.stringify(definition)], tokens: 10, isExact: false };
}

const nothing: Weight = { texts: [], tokens: 0, isExact: true };

/** Whether every parameter is of a plain type, with nothing nested: for those the format was measured most. */
function isPlain({ parameters }: JsonObject): boolean {
  if (parameters === undefined || parameters === null) return true;
  const properties = isJsonObject(parameters) ? parameters['properties'] : undefined;
  if (properties === undefined) return true;
  return isJsonObject(properties) && Object.values(properties).every(isPlainProperty);
}

function isPlainProperty(property: unknown): boolean {
  if (!isJsonObject(property)) return false;
  const { type, enum: values } = property;
  if (Array.isArray(values)) return values.every((value) => typeof value === 'string');
  return type === 'string' || type === 'number' || type === 'integer' || type === 'boolean';
}
