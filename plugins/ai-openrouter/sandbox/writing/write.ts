import type { Message } from '../chat/body.ts'
import type { Picture } from '../chat/pictures.ts'
import { lookOf } from '../pictures/look.ts'
import { briefOf } from './brief.ts'
import { copyFor } from './copy.ts'
import { fitTo } from './fit.ts'
import { fill } from './schema.ts'

/** What a model is given. */
export interface Asked {
  readonly messages: readonly Message[]
  readonly pictures: readonly Picture[]
  readonly schema: Readonly<Record<string, unknown>> | undefined
  readonly asJson: boolean
}

/** The text of an answer: the same for the same prompt, another for another. */
export function writtenText({ messages, pictures, schema, asJson }: Asked): string {
  const brief = briefOf(messages)
  const looks = pictures.map(lookOf)
  if (schema !== undefined) return JSON.stringify(fill(schema, { brief, looks }))
  const seen = looks.map(({ sentence }) => sentence).join(' ')
  const copy = fitTo(
    [seen, copyFor(brief, '')].filter((one) => one !== '').join(' '),
    brief.characters,
  )
  return asJson ? JSON.stringify({ content: copy }) : copy
}
