import type { Message } from '../chat/body.ts'
import { textOf } from '../chat/texts.ts'

/** What a prompt says, in pieces: rules in its author's words, and material by name. */
export interface Fields {
  /** Everything outside of the material: what the answer has to be like. */
  readonly rules: string
  /** Material, its names in lower case; of JSON, the names of its properties too. */
  readonly material: readonly (readonly [name: string, text: string])[]
  /** How often an answer was asked for again. */
  readonly turn: number
}

/** Blocks as prompts mark them: `<<boundary name>> … <<boundary END>>`, `<name> … </name>`, `name: """ … """`. */
const blocks = [
  /<<(\S+) (?<name>[^>\n]+)>>\n(?<text>[\s\S]*?)\n<<\1 END>>/g,
  /<(?<name>[a-zA-Z][\w -]*)>(?<text>[\s\S]*?)<\/\k<name>>/g,
  /(?<name>[A-Za-z][\w ]*):?\s*(?:"""|```)\w*\n?(?<text>[\s\S]*?)(?:"""|```)/g,
]

/** Reads a chat: what is marked as material is material, whatever it says; a user who marks nothing gives one request. */
export function fieldsOf(messages: readonly Message[]): Fields {
  const material: [string, string][] = []
  const rules: string[] = []
  for (const message of messages) {
    if (message.role === 'assistant') continue
    const rest = takeBlocks(textOf(message), material)
    const isRequest = message.role === 'user' && material.length === 0
    if (isRequest) material.push(...linesOf(rest))
    else rules.push(rest)
  }
  const turn = messages.filter(({ role }) => role === 'assistant').length
  return { rules: rules.join('\n'), material: material.flatMap(opened), turn }
}

function takeBlocks(text: string, into: [string, string][]): string {
  for (const pattern of blocks) {
    const found = [...text.matchAll(pattern)]
    if (found.length === 0) continue
    for (const { groups } of found) {
      into.push([(groups?.['name'] ?? '').trim().toLowerCase(), (groups?.['text'] ?? '').trim()])
    }
    return text.replaceAll(pattern, '').trim()
  }
  return text
}

/** A request without marks: lines of the form `Tone: friendly` are fields, the rest is what is asked for. */
function linesOf(text: string): [string, string][] {
  const named: [string, string][] = []
  const rest: string[] = []
  for (const line of text.split('\n')) {
    const [, name, value] = /^([A-Z][A-Za-z ]{2,30}): +(\S.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) rest.push(line)
    else named.push([name.toLowerCase(), value])
  }
  return [...named, ['request', rest.join('\n').trim()]]
}

/** JSON is opened: each of its texts is material by the name of its property. */
function opened([name, text]: readonly [string, string]): (readonly [string, string])[] {
  const json = /^[[{]/.test(text) ? parsed(text) : undefined
  return json === undefined ? [[name, text]] : textsIn(name, json)
}

function textsIn(name: string, json: unknown): (readonly [string, string])[] {
  if (typeof json === 'string') return json === '' ? [] : [[name, json]]
  if (typeof json === 'number') return [[name, String(json)]]
  if (Array.isArray(json)) return json.flatMap((item) => textsIn(name, item))
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json).flatMap(([below, value]) => textsIn(`${name} ${words(below)}`, value))
}

/** `toneOfVoice` as `tone of voice`. */
function words(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
