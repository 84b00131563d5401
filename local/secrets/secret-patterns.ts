/** What a kind of secret looks like. The first group, where there is one, is the secret; else the whole match is. */
export type SecretPattern = { readonly kind: string; readonly pattern: RegExp };

/** Secrets that are known by their form, as their makers document it. */
export const secretPatterns: readonly SecretPattern[] = [
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g },
  { kind: 'storage account key', pattern: /AccountKey=([A-Za-z0-9+/]{40,}={0,2})/g },
  { kind: 'shared access key', pattern: /SharedAccessKey=([A-Za-z0-9+/]{30,}={0,2})/g },
  { kind: 'shared access signature', pattern: /[?&;]sig=([A-Za-z0-9%+/]{30,}=*)/g },
  {
    kind: 'ingestion key',
    pattern: /InstrumentationKey=([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/gi,
  },
  { kind: 'password in an address', pattern: /\b[a-z][a-z+.-]*:\/\/[^\s/:@'"`${}]*:([^\s/@'"`${}]{3,})@/g },
  { kind: 'Azure key', pattern: /\b([A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{20,30})\b/g },
  { kind: 'Entra client secret', pattern: /\b([A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])/g },
  { kind: 'Redis key', pattern: /\b([A-Za-z0-9]{33}AzCa[A-Za-z0-9]{6}=)/g },
  { kind: 'model provider key', pattern: /\b(sk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9_-]{24,})/g },
  { kind: 'gateway key', pattern: /\b(sluice_[A-Za-z0-9]{10}_[A-Za-z0-9_-]{30,})/g },
  { kind: 'GitHub token', pattern: /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/g },
  { kind: 'npm token', pattern: /\b(npm_[A-Za-z0-9]{36})\b|_authToken\s*=\s*([^\s$]{8,})/g },
  { kind: 'AWS key', pattern: /\b((?:AKIA|ASIA)[A-Z0-9]{16})\b/g },
  { kind: 'Google key', pattern: /\b(AIza[A-Za-z0-9_-]{35})/g },
  { kind: 'Slack token', pattern: /\b(xox[abprs]-[A-Za-z0-9-]{20,})/g },
  { kind: 'signed token', pattern: /\b(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,})/g },
];
