/**
 * The type as which a file is served. Whatever a client claimed to upload, a browser is only ever told of a
 * picture, a video or a PDF; where nothing was claimed, the first bytes tell what picture it is.
 */
export function safeType(claimed: string, bytes: Buffer): string {
  if (/^(image|video)\/[a-z0-9.+-]+$/i.test(claimed)) return claimed
  const start = bytes.toString('latin1', 0, 12)
  if (claimed === 'application/pdf' && start.startsWith('%PDF-')) return claimed
  const known = claimed === '' && pictures.find(([pattern]) => pattern.test(start))
  return known ? known[1] : 'application/octet-stream'
}

const pictures = [
  [/^\x89PNG/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8/, 'image/gif'],
  [/^RIFF.{4}WEBP/s, 'image/webp'],
] as const
