import { createHash } from 'node:crypto';
import {
  asArray,
  asFunction,
  asNumber,
  asObject,
  asText,
  isArray,
  isObject,
  type BicepFunction,
  type BicepValue,
} from './bicep-value.ts';

/**
 * The functions of Bicep that the templates use, by name. Those that ask Azure (`subscription`, `uniqueString`) answer
 * as one made-up subscription would. A function that is missing here is refused where it is called.
 */
export const bicepFunctions: Readonly<Record<string, BicepFunction>> = {
  cidrSubnet: (space, bits, index) =>
    `${asText(space, 'cidrSubnet')}:${asNumber(bits, 'cidrSubnet')}:${asNumber(index, 'cidrSubnet')}`,
  concat: (...lists) => lists.flatMap((list) => asArray(list, 'concat')),
  contains: (whole, part) => contains(whole, part),
  empty: (value) => value === null || value === '' || isEmptyValue(value),
  environment: () => ({ suffixes: { storage: 'core.windows.net' } }),
  filter: (list, keep) => asArray(list, 'filter').filter((item) => asFunction(keep, 'filter')(item) === true),
  flatten: (lists) => asArray(lists, 'flatten').flatMap((list) => asArray(list, 'flatten')),
  guid: (...parts) => digest(parts).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
  last: (list) => (isArray(list) ? (list.at(-1) ?? null) : asText(list, 'last').slice(-1)),
  length: (value) => (isArray(value) ? value.length : asText(value, 'length').length),
  map: (list, change) => asArray(list, 'map').map((item) => asFunction(change, 'map')(item)),
  range: (start, count) => Array.from({ length: asNumber(count, 'range') }, (_, at) => asNumber(start, 'range') + at),
  resourceGroup: (subscription, name) => ({
    id: `/subscriptions/${asText(subscription, 'resourceGroup')}/resourceGroups/${asText(name, 'resourceGroup')}`,
  }),
  split: (text, at) => asText(text, 'split').split(asText(at, 'split')),
  string: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  subscription: () => ({ id: `/subscriptions/${subscriptionId}`, subscriptionId }),
  subscriptionResourceId: (type, name) =>
    `/subscriptions/${subscriptionId}/providers/${asText(type, 'subscriptionResourceId')}/${asText(name, 'subscriptionResourceId')}`,
  tenant: () => ({ tenantId: '00000000-0000-0000-0000-00000000007e' }),
  toLower: (text) => asText(text, 'toLower').toLowerCase(),
  toObject: (list, key, value) =>
    Object.fromEntries(
      asArray(list, 'toObject').map((item) => [
        asText(asFunction(key, 'toObject')(item), 'toObject'),
        value === undefined ? item : asFunction(value, 'toObject')(item),
      ]),
    ),
  union: (...values) => values.reduce((left, right) => united(left, right)),
  uniqueString: (...parts) => digest(parts).slice(0, 13),
  uriComponent: (text) => encodeURIComponent(asText(text, 'uriComponent')),
};

const subscriptionId = '00000000-0000-0000-0000-0000000000a2';

function digest(parts: readonly BicepValue[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function contains(whole: BicepValue | undefined, part: BicepValue | undefined): boolean {
  if (isArray(whole)) return whole.includes(part ?? null);
  return isObject(whole)
    ? asText(part, 'contains') in whole
    : asText(whole, 'contains').includes(asText(part, 'contains'));
}

function isEmptyValue(value: BicepValue | undefined): boolean {
  return isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/** Of arrays each item once; of objects all members, those of both united in turn, the right one winning. */
function united(left: BicepValue, right: BicepValue): BicepValue {
  if (isArray(left)) {
    const texts = new Map([...left, ...asArray(right, 'union')].map((item) => [JSON.stringify(item), item]));
    return [...texts.values()];
  }
  const [base, over] = [asObject(left, 'union'), asObject(right, 'union')];
  const both = Object.entries(over).map(([name, value]) => {
    const before = base[name];
    return [name, isObject(before) && isObject(value) ? united(before, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(both) };
}
