import { sniffer, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { imageSize } from 'image-size'
import { badRequest } from '../api/errors.ts'
import type { Message } from './body.ts'

/** A picture that a model was given. */
export interface Picture {
  readonly type: string
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

const typeOf = sniffer(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
const largest = 20 * 1024 * 1024

/** All pictures of a chat, in order ("Image inputs"). @throws Refusal for what is none, too large, or cannot be fetched */
export async function picturesOf(
  messages: readonly Message[],
  context: EmulatorContext,
): Promise<readonly Picture[]> {
  const pictures: Picture[] = []
  for (const url of addressesIn(messages)) pictures.push(pictureOf(await bytesOf(url, context)))
  return pictures
}

/** Whether a model has to see for this chat. */
export function hasPictures(messages: readonly Message[]): boolean {
  return addressesIn(messages).length > 0
}

/** What a picture counts for: 85, and 170 for each square of 512. */
export function tokensOf({ width, height }: Picture): number {
  return 85 + 170 * Math.ceil(width / 512) * Math.ceil(height / 512)
}

function addressesIn(messages: readonly Message[]): string[] {
  return messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? []
      : content.flatMap((part) => (part.type === 'image_url' ? [part.image_url.url] : [])),
  )
}

interface Declared {
  readonly type: string | undefined
  readonly bytes: Buffer
}

async function bytesOf(url: string, context: EmulatorContext): Promise<Declared> {
  const [, type, data] = /^data:([^;,]*);base64,(.*)$/s.exec(url) ?? []
  if (type !== undefined && data !== undefined) {
    const bytes = Buffer.from(data, 'base64')
    const isBase64 = data !== '' && bytes.toString('base64') === data
    if (!isBase64) throw badRequest('Invalid base64 in an image.', 'invalid_image')
    return { type, bytes }
  }
  if (!/^https?:\/\//.test(url)) throw badRequest('Invalid image URL.', 'invalid_image')
  const file = await context.fetch(url)
  if (file.status !== 200) throw badRequest(`Could not download ${url}`, 'image_download_failed')
  return { type: file.headers['content-type']?.split(';')[0], bytes: file.bytes }
}

function pictureOf({ type, bytes }: Declared): Picture {
  const found = typeOf(bytes)
  if (found === undefined) {
    throw badRequest('The image is of no supported format.', 'unsupported_image_format')
  }
  if (found !== type) throw badRequest(`The image is ${found}, not ${type}.`, 'invalid_image')
  if (bytes.length > largest) throw badRequest('The image is too large.', 'image_too_large')
  try {
    const { width, height } = imageSize(bytes)
    return { type: found, bytes, width, height }
  } catch {
    throw badRequest('The image is corrupt.', 'invalid_image')
  }
}
