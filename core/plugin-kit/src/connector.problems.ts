type Members = Readonly<Record<string, unknown>>

/**
 * What is wrong with the shape of a connector, in sentences; empty for a good one. `defineConnector` throws
 * them, and T21 asks again when it loads a plugin, which may have been made without types.
 */
export function connectorProblems(value: unknown): string[] {
  if (!isObject(value)) return ['A connector must be an object.']
  const { oauth, capabilities } = value
  return [
    ...nameProblems(value),
    ...(typeof value['hosts'] === 'function' ? [] : hostProblems(value['hosts'])),
    ...objectProblems(value, '', ['settings', 'capabilities', 'oauth']),
    ...functionProblems(value, '', {
      required: ['accounts', 'validate', 'prepare', 'commit', 'find'],
      optional: [
        'account',
        'accountMetrics',
        'accountOptions',
        'apiVersion',
        'cancel',
        'composeText',
        'confirm',
        'fit',
        'idAt',
        'resolve',
      ],
    }),
    ...(isObject(oauth) ? oauthProblems(oauth) : []),
    ...(isObject(capabilities) ? capabilityProblems(value, capabilities) : []),
    ...webhookProblems(value),
  ]
}

function nameProblems({ id, platform, displayName }: Members): string[] {
  const problems: string[] = []
  if (typeof id !== 'string') problems.push('"id" must be a string.')
  else if (!/^[a-z][a-z0-9-]{1,31}$/.test(id)) {
    problems.push('"id" must be lower case letters, digits and hyphens, such as "my-net".')
  }
  if (typeof platform !== 'string') problems.push('"platform" must be a string.')
  else if (!/^[A-Z][A-Z0-9_]*$/.test(platform)) {
    problems.push('"platform" must be upper case, such as "TWITTER".')
  }
  if (typeof displayName !== 'string') problems.push('"displayName" must be a string.')
  return problems
}

/** What is wrong with a list of hosts, in sentences. */
export function hostProblems(hosts: unknown): string[] {
  if (!Array.isArray(hosts) || hosts.length === 0) {
    return ['"hosts" must list at least one origin, such as "https://api.x.com".']
  }
  return hosts
    .map(String)
    .filter((host) => !isOrigin(host))
    .map((host) => `"${host}" in "hosts" must be an origin: https://api.x.com.`)
}

/** An origin, also one whose first label is `*`. */
function isOrigin(host: string): boolean {
  const plain = host.replace(/^(https:\/\/)\*\.(?=[^.]+\.)/, '$1any.')
  return URL.parse(plain)?.origin === plain
}

function oauthProblems(oauth: Members): string[] {
  return [
    ...(typeof oauth['scopes'] === 'function' ? [] : scopeProblems(oauth['scopes'])),
    ...functionProblems(oauth, 'oauth.', {
      required: ['authorizeUrl', 'exchange'],
      optional: ['refresh', 'revoke'],
    }),
  ]
}

/** What is wrong with a list of scopes, in sentences. */
export function scopeProblems(scopes: unknown): string[] {
  if (!Array.isArray(scopes)) return ['"oauth.scopes" must be a list.']
  return scopes
    .filter(
      (scope: unknown) =>
        !isObject(scope) ||
        typeof scope['name'] !== 'string' ||
        typeof scope['required'] !== 'boolean' ||
        typeof scope['without'] !== 'string',
    )
    .map(
      (scope: unknown) =>
        `${JSON.stringify(scope)} in "oauth.scopes" must have "name", "required" and "without".`,
    )
}

/** What is wrong with an answer of `apiVersion`, in sentences. */
export function apiVersionProblems(version: unknown): string[] {
  if (!isObject(version)) return ['"apiVersion" must return an object.']
  const { endOfLife } = version
  return [
    ...(typeof version['version'] === 'string' ? [] : ['"apiVersion.version" must be a string.']),
    ...(endOfLife === null || (typeof endOfLife === 'string' && isDay(endOfLife))
      ? []
      : ['"apiVersion.endOfLife" must be a day such as "2028-07-29", or null.']),
  ]
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) && text.length === 10
}

function webhookProblems({ webhook, account }: Members): string[] {
  if (webhook === undefined) return []
  if (!isObject(webhook)) return ['"webhook" must be an object.']
  if (webhook['subscribe'] !== undefined && account === undefined) {
    return ['"webhook.subscribe" needs "account": T21 asks for both together.']
  }
  return functionProblems(webhook, 'webhook.', {
    required: ['verify', 'parse'],
    optional: ['handshake', 'deletionReply', 'subscribe'],
  })
}

function capabilityProblems(connector: Members, capabilities: Members): string[] {
  const problems = objectProblems(capabilities, 'capabilities.', [
    'text',
    'media',
    'options',
    'readBack',
  ])
  if (typeof connector['cancel'] === 'function' && typeof connector['confirm'] !== 'function') {
    problems.push('"cancel" needs "confirm", which tells what became of it.')
  }
  for (const member of ['remove', 'metrics']) {
    if (Boolean(capabilities[member]) !== (typeof connector[member] === 'function')) {
      problems.push(`"capabilities.${member}" must be set exactly when "${member}" is a function.`)
    }
  }
  if (!Array.isArray(capabilities['formats']) || capabilities['formats'].length === 0) {
    problems.push('"capabilities.formats" must list at least one form of a post, such as "text".')
  }
  return problems
}

function objectProblems(owner: Members, path: string, members: readonly string[]): string[] {
  return members
    .filter((member) => !isObject(owner[member]))
    .map((member) => `"${path}${member}" must be an object.`)
}

function functionProblems(
  owner: Members,
  path: string,
  members: { readonly required: readonly string[]; readonly optional: readonly string[] },
): string[] {
  const wanted = [
    ...members.required,
    ...members.optional.filter((member) => owner[member] !== undefined),
  ]
  return wanted
    .filter((member) => typeof owner[member] !== 'function')
    .map((member) => `"${path}${member}" must be a function.`)
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null
}
