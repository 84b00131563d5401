import { GatewayError } from '../errors.ts';
import {
  datedApiVersions,
  operationAppearances,
  parameterAppearances,
  type Appearance,
  type Operation,
  type VersionedParameter,
} from './api-version-registry.ts';

/**
 * Whether a deployment on this api version (`v1`, `preview` for v1's preview, or a dated one) serves the operation.
 *
 * A dated version newer than the table counts as the newest in it: Microsoft adds to the contract from version to
 * version, so what the newest known one has is the safest reading of one released after this table was written.
 */
export function supportsOperation(apiVersion: string, operation: Operation): boolean {
  return hasAppeared(operationAppearances[operation], apiVersion);
}

/** Whether a deployment on this api version takes the request member; versions are read as `supportsOperation` does. */
export function supportsParameter(apiVersion: string, parameter: VersionedParameter): boolean {
  return hasAppeared(parameterAppearances[parameter], apiVersion);
}

/**
 * Accepts or refuses the `api-version` a caller put on a dated Azure route, where Azure demands one.
 *
 * Throws `unsupported_api_version` for one that is missing, ill-formed or was never released, and
 * `unsupported_operation` for a released one that lacks the operation; both say what to send instead.
 */
export function checkApiVersion(apiVersion: string | null, operation: Operation): void {
  if (apiVersion === null || apiVersion === '') {
    throw unsupportedApiVersion(`The query parameter api-version is missing; send one such as ${newestStable}.`);
  }
  if (!isReleased(apiVersion)) {
    throw unsupportedApiVersion(
      `The api-version ${quoted(apiVersion)} is not a version of Azure OpenAI; send one such as ${newestStable} or ` +
        `${newestDated}, or call the v1 routes without one.`,
    );
  }
  if (!supportsOperation(apiVersion, operation)) {
    throw new GatewayError(
      'unsupported_operation',
      `The operation ${operation} is not in api-version ${apiVersion}; ${firstHaving(operation)}.`,
      { param: 'api-version' },
    );
  }
}

/**
 * Accepts or refuses the optional `api-version` on a v1 route: none, `v1`, `latest` or `preview`.
 * Throws `unsupported_api_version` for a dated one, which Azure does not serve there.
 */
export function checkV1ApiVersion(apiVersion: string | null): void {
  if (apiVersion === null || v1Names.has(apiVersion)) return;
  throw unsupportedApiVersion(
    `The api-version ${quoted(apiVersion)} is not one of the v1 routes; leave it out, or send v1 or preview.`,
  );
}

/**
 * Orders api versions from old to new, for `Array.sort`: dated ones by date, a preview before the stable version of
 * its day, then `preview` (of v1) and `v1`.
 */
export function compareApiVersions(left: string, right: string): number {
  const a = orderOf(left);
  const b = orderOf(right);
  return a < b ? -1 : a > b ? 1 : 0;
}

const v1Names: ReadonlySet<string> = new Set(['v1', 'latest', 'preview']);
const known: ReadonlySet<string> = new Set(datedApiVersions);
const newestDated = datedApiVersions.toSorted(compareApiVersions).at(-1) ?? '';
const newestStable =
  datedApiVersions
    .filter((version) => !isPreview(version))
    .toSorted(compareApiVersions)
    .at(-1) ?? '';
const datedForm = /^(\d{4}-\d{2}-\d{2})(-preview)?$/;

function hasAppeared(appearance: Appearance, apiVersion: string): boolean {
  if (v1Names.has(apiVersion)) return appearance.v1;
  if (!isReleased(apiVersion)) return false;
  const effective = known.has(apiVersion) ? apiVersion : newestDated;
  const first = isPreview(effective) ? appearance.preview : appearance.stable;
  return first !== undefined && compareApiVersions(first, effective) <= 0;
}

function isReleased(apiVersion: string): boolean {
  return known.has(apiVersion) || (isDated(apiVersion) && compareApiVersions(newestDated, apiVersion) < 0);
}

function isDated(apiVersion: string): boolean {
  const date = datedForm.exec(apiVersion)?.[1];
  if (date === undefined) return false;
  const time = Date.parse(`${date}T00:00:00Z`);
  // `Date` moves February 30 to March, so a day that does not exist comes back as another.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

function isPreview(apiVersion: string): boolean {
  return apiVersion.endsWith('-preview');
}

// '~' sorts after every digit and '-', '!' before: a preview of a day before the stable version of that day.
function orderOf(apiVersion: string): string {
  if (apiVersion === 'preview') return '~1';
  if (v1Names.has(apiVersion)) return '~2';
  return isPreview(apiVersion) ? apiVersion.replace('-preview', '!') : `${apiVersion}~`;
}

function firstHaving(operation: Operation): string {
  const { preview, stable }: Appearance = operationAppearances[operation];
  const first = [preview, stable].filter((version) => version !== undefined).toSorted(compareApiVersions)[0];
  if (first === undefined) return 'no dated version has it';
  return `the first version that has it is ${first}${first === preview && stable !== undefined ? ` (stable: ${stable})` : ''}`;
}

function unsupportedApiVersion(message: string): GatewayError {
  return new GatewayError('unsupported_api_version', message, { param: 'api-version' });
}

// A caller may put anything here, and the message goes to logs: only a short run of plain characters is repeated.
function quoted(apiVersion: string): string {
  return /^[\w.-]{1,40}$/.test(apiVersion) ? `'${apiVersion}'` : 'given';
}
