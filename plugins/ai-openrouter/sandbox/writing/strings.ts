import { copyFor, sentenceFor } from './copy.ts'
import { fillTo, fitTo } from './fit.ts'
import { hashtagsFor } from './hashtags.ts'
import type { Material, Place } from './schema.ts'

/** A text for a property, by its name, within its limits. */
export function stringFor(
  schema: Readonly<Record<string, unknown>>,
  material: Material,
  place: Place,
): string {
  const { minLength, maxLength } = schema
  const text = textFor(place.path.findLast((step) => !/^\d+$/.test(step)) ?? '', material, place)
  const { brief } = material
  const most = Math.min(typeof maxLength === 'number' ? maxLength : Infinity, brief.characters)
  const long =
    typeof minLength === 'number' ? fillTo(text, minLength, sentenceFor(brief, 'more')) : text
  return fitTo(long, most)
}

function textFor(name: string, { brief, looks }: Material, place: Place): string {
  const variation = place.path.join('.')
  const seen = looks.map(({ sentence }) => sentence).join(' ')
  if (/alt.?text|^alt$/i.test(name)) return seen === '' ? sentenceFor(brief, variation) : seen
  if (/hash.?tag|^tag$/i.test(name))
    return hashtagsFor(brief, variation, 1 + place.index).at(-1) ?? 'New'
  if (/title|headline|subject/i.test(name)) return capital(brief.topic)
  if (/language|locale/i.test(name)) return brief.language ?? 'en'
  if (/reason|explanation|summary|changes|note|label|name/i.test(name))
    return sentenceFor(brief, variation)
  if (!/caption/i.test(name) || looks.length === 0) return copyFor(brief, variation)
  const [look] = looks
  return `${capital(look?.subject ?? 'a picture')}: ${copyFor(brief, variation)}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
