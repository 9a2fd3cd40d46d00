import { createHash, createHmac } from 'node:crypto'

/** A request as it came. */
export interface SignedRequest {
  readonly method: string
  /** With the query, as it was sent. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Who may sign. */
export interface SigningKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** What a signature says about a request: that it is right, or the code with which S3 refuses it. */
export type Verdict =
  | { readonly payload: string; readonly presigned: boolean }
  | { readonly refused: string }

/**
 * Verifies AWS Signature Version 4 in the header or the query, from its published description ("Authenticating Requests: Using
 * the Authorization Header", "Using Query Parameters"), sharing nothing with the client that signs.
 *
 * @returns the hash that the payload has to have, or `UNSIGNED-PAYLOAD`
 */
export function verify(request: SignedRequest, key: SigningKey, now: Date): Verdict {
  const [path = '', search = ''] = request.url.split('?')
  const query = search === '' ? [] : search.split('&').map((pair) => pairOf(pair))
  const inQuery = new Map(query)
  const presigned = inQuery.has('X-Amz-Signature')
  const claims = presigned ? claimsOfQuery(inQuery) : claimsOfHeaders(request)
  if (claims === undefined) return { refused: 'AccessDenied' }
  const [accessKeyId, day = '', region = '', service = '', end] = claims.credential.split('/')
  if (accessKeyId !== key.accessKeyId) return { refused: 'InvalidAccessKeyId' }
  if (end !== 'aws4_request' || !claims.date.startsWith(day)) return { refused: 'AccessDenied' }
  const age = (now.getTime() - timeOf(claims.date)) / 1_000
  if (age < -900 || age > claims.seconds) {
    return { refused: presigned ? 'AccessDenied' : 'RequestTimeTooSkewed' }
  }
  const signed = claims.signedHeaders.split(';')
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !signed.includes(name),
  )
  if (unsigned.length > 0 || !signed.includes('host')) return { refused: 'AccessDenied' }
  const canonical = [
    request.method,
    path,
    query
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .toSorted()
      .join('&'),
    ...signed.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}`),
    '',
    claims.signedHeaders,
    claims.payload,
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', claims.date, scope, sha256(canonical)].join('\n')
  const signing = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    hmac,
    `AWS4${key.secretAccessKey}`,
  )
  const signature = hmac(signing, text).toString('hex')
  if (signature !== claims.signature) return { refused: 'SignatureDoesNotMatch' }
  return { payload: claims.payload, presigned }
}

interface Claims {
  readonly credential: string
  readonly signedHeaders: string
  readonly signature: string
  /** `20130524T000000Z`. */
  readonly date: string
  /** For how long it is good. */
  readonly seconds: number
  readonly payload: string
}

function claimsOfQuery(query: ReadonlyMap<string, string>): Claims | undefined {
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') return undefined
  return {
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    seconds: Math.min(Number(query.get('X-Amz-Expires')), 604_800),
    payload: 'UNSIGNED-PAYLOAD',
  }
}

function claimsOfHeaders({ headers }: SignedRequest): Claims | undefined {
  const pattern = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/
  const match = pattern.exec(String(headers['authorization'] ?? '').replaceAll(/,(?! )/g, ', '))
  if (match === null) return undefined
  const [, credential = '', signedHeaders = '', signature = ''] = match
  const date = String(headers['x-amz-date'])
  const payload = String(headers['x-amz-content-sha256'])
  return { credential, signedHeaders, signature, date, seconds: 900, payload }
}

function pairOf(pair: string): readonly [string, string] {
  const [name = '', value = ''] = pair.split('=')
  return [decodeURIComponent(name), decodeURIComponent(value)]
}

function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
