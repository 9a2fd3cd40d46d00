/** Names of fields whose values are secrets, at any depth. */
const secretNames =
  '[\\w.-]*(?:passw(?:or)?d|pwd|secret|token|pepper|authorization|cookie|credential|api-?_?key|private-?_?key|encryption-?_?keys?|verifier|signature|otp|pin-?_?code|database-?_?url|pass(?:phrase|code)|session-?_?id|dsn)[\\w.-]*'

/** `"password":"…"`, `"tokens":["…"]`, `"secrets":{…}` in a serialised line, also in JSON within JSON. */
const secretFields = new RegExp(
  `((\\\\?)"${secretNames}\\2"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|\\\\"[^"\\\\]*\\\\"|\\[[^\\[\\]{}]*\\]|\\{[^{}]*\\})`,
  'gi',
)

/** What a secret looks like, wherever it turns up. */
const secretShapes =
  /\b(?:Bearer|Basic)\s+[\w.~+/-]+=*|\beyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*)*|\bt21[a-z]?_(?:[a-z]+_)?[\w-]{8,}|\b(?:sk|pk|rk)_(?:live|test)_\w+|\bwhsec_[\w+/=-]+|\bgh[pousr]_\w{20,}|\$2[aby]\$\d\d\$[./\w]{53}/g

/** `?token=…`, `&code=…` and form bodies; short values of the doubtful ones are no secrets. */
const secretParameters =
  /\b((?:access_|refresh_|id_)?token|client_secret|code_verifier|password|secret|api_?key)=[^&\s"'\\]+|\b(code|state|sig|signature|key)=[^&\s"'\\]{16,}/gi

/** `postgres://user:password@host`. */
const credentialsInAddress = /(:\/\/)[^/\s:@"']+:[^/\s"']+@/g

const hidden = '[hidden]'

/**
 * Takes everything that is, or looks like, a secret out of a serialised log line or somebody else's words: by
 * the name of its field, and by its shape in messages, stacks and addresses.
 */
export function hideSecrets(line: string): string {
  return line
    .replaceAll(secretFields, `$1$2"${hidden}$2"`)
    .replaceAll(secretShapes, hidden)
    .replaceAll(secretParameters, `$1$2=${hidden}`)
    .replaceAll(credentialsInAddress, `$1${hidden}@`)
}

/**
 * The words of somebody else, fit to be stored and shown: without secrets, of at most 500 characters, and nothing in them
 * that PostgreSQL refuses (U+0000, half a character, also where they were cut).
 */
export function redact(text: string): string {
  const clean = hideSecrets(text).replaceAll('\u0000', '')
  return (clean.length > 500 ? `${clean.slice(0, 499)}…` : clean).toWellFormed()
}
