/** A place in the code that keeps organizations apart, with a switch in it. */
export interface Site {
  readonly file: string
  readonly line: number
  /** What is taken away when the switch is on. */
  readonly what: string
}

/** A site in a line of text. */
export function tell({ file, line, what }: Site): string {
  return `${file}:${line}  ${what}`
}

/** Every place that was found while modules were loaded; a mutant's number is its position. */
export const sites: Site[] = []

/** Functions that decide who may, by what stands in for them when they are taken away. */
const guards = ['authorize', 'allows', 'visible', 'organizationOf', 'membershipIn'] as const

/**
 * Puts a switch into each condition on an organization or a person: into calls of the guards, into `where` of one column, into
 * the objects of `where`, and into raw SQL with a parameter. The text keeps its lines.
 */
export function instrument(file: string, source: string): string {
  const take = (offset: number, what: string): number => {
    const line = source.slice(0, offset).split('\n').length
    return sites.push({ file, line, what }) - 1
  }
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = []
  const edit = (pattern: RegExp, rewrite: (match: RegExpExecArray) => string | undefined) => {
    for (const match of source.matchAll(pattern)) {
      const text = rewrite(match)
      if (text === undefined) continue
      edits.push({ start: match.index, end: match.index + match[0].length, text })
    }
  }

  edit(
    new RegExp(
      `(?<!function |\\w|(?<!\\.)\\.)(${guards.join('|')})\\((?!\\s*\\n?\\s*principal: )`,
      'g',
    ),
    (match) => {
      const [, name = ''] = match
      return `globalThis.mutants.call(${take(match.index, name)}, '${name}', ${name})(`
    },
  )
  edit(
    /\.(where|andWhere|whereIn|whereRaw)\((?='(?:\w+\.)?(?:organization_id|user_id)\b)/g,
    (match) => {
      const column = /'([^']*)/.exec(source.slice(match.index))?.[1]
      return `[globalThis.mutants.method(${take(match.index, `${match[1]}('${column}')`)}, '${match[1]}')](`
    },
  )
  edit(/\.(where|findOne|first)\((\{[^{}]*\})(?=[,)])/g, (match) => {
    const [, method = '', object = ''] = match
    if (!/\b(organization_id|user_id)['"]?:/.test(object) || isRedundant(object)) return undefined
    return `.${method}(globalThis.mutants.fields(${take(match.index, `${method}(${object.replaceAll(/\s+/g, ' ')})`)}, ${object})`
  })
  edit(
    /\b((?:\w+\.)?(?:organization_id|user_id)) = ((?::\w+|\?)(?:::uuid)?)(?=[\s)'`])/g,
    (match) => {
      // What a statement sets is no condition.
      if (/\bset\s[^;]*$/i.test(source.slice(Math.max(0, match.index - 60), match.index)))
        return undefined
      const line = source.slice(source.lastIndexOf('\n', match.index) + 1, match.index)
      if (/^\s*(\*|\/\/)/.test(line)) return undefined
      if (isRedundant(source.slice(Math.max(0, match.index - 100), match.index + 140)))
        return undefined
      return `(${match[0]} or mutant_is(${take(match.index, match[0])}))`
    },
  )

  let text = ''
  let at = 0
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue
    text += source.slice(at, start) + replacement
    at = end
  }
  return text + source.slice(at)
}

/** Ids are unique everywhere: beside the id of a thing, a condition on its organization (but not on its person) excludes nothing. */
function isRedundant(condition: string): boolean {
  const ofOthers = condition.replaceAll(/(organization|user)_id/g, '')
  const namesThing = /(?:\b|_)id\b['"]?(?::| = |,| })/.test(ofOthers)
  return namesThing && !/\buser_id\b/.test(condition)
}
