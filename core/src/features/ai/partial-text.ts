/** More of a text in an answer that is still being written. */
export interface PartialText {
  /** The version, by its property. */
  readonly version: string
  readonly field: string
  readonly text: string
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * Reads the texts out of JSON as it comes, piece by piece: of `{"version1":{"content":"He` it knows that the content of
 * `version1` begins with "He". Only texts two levels deep are told; everything else, and JSON that is none, is passed over.
 */
export function makePartialReader(tell: (more: PartialText) => void): (piece: string) => void {
  /** The property in which each open object is; `null` for an open list. */
  const path: (string | null)[] = []
  let inText = false
  let isKey = true
  let escape = ''
  let current = ''

  function character(one: string): string {
    if (escape === '') {
      if (one !== '\\') return one
      escape = one
      return ''
    }
    escape += one
    if (escape[1] !== 'u') {
      escape = ''
      return escapes[one] ?? one
    }
    if (escape.length < 6) return ''
    const code = Number.parseInt(escape.slice(2), 16)
    escape = ''
    return Number.isNaN(code) ? '' : String.fromCharCode(code)
  }

  function outside(one: string): void {
    if (one === '"') {
      inText = true
      current = ''
    } else if (one === '{') {
      path.push('')
      isKey = true
    } else if (one === '[') {
      path.push(null)
      isKey = false
    } else if (one === '}' || one === ']') {
      path.pop()
    } else if (one === ':') {
      isKey = false
    } else if (one === ',') {
      isKey = path.at(-1) !== null
    }
  }

  return (piece) => {
    let more = ''
    const flush = () => {
      const [version, field] = path
      const told = !isKey && path.length === 2 && more !== ''
      if (told && typeof version === 'string' && typeof field === 'string') {
        tell({ version, field, text: more })
      }
      more = ''
    }
    for (const one of piece) {
      if (!inText) {
        outside(one)
      } else if (one === '"' && escape === '') {
        flush()
        inText = false
        if (isKey && path.length > 0) path[path.length - 1] = current
      } else {
        const text = character(one)
        current += text
        if (!isKey) more += text
      }
    }
    flush()
  }
}
