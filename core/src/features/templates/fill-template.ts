/** Something in a template that is filled in when it is used. */
export interface TemplateVariable {
  readonly name: string
  /** What stands there where no value is given; `null` where one has to be. */
  readonly default: string | null
}

/** A template with values in it. */
export interface FilledTemplate {
  /** What is missing stands in it as it was. */
  readonly text: string
  /** Variables that have neither a value nor a default. */
  readonly missing: readonly string[]
  /** Values for which there is no variable. */
  readonly unknown: readonly string[]
}

/** `{{name}}`, or `{{name|what else}}`. */
const placeholder = /\{\{\s*([\p{L}\p{M}\p{N}_]{1,50})\s*(?:\|([^{}]*))?\}\}/gu

/** The variables of a template, in the order in which they first stand in it. */
export function variablesOf(template: string): TemplateVariable[] {
  const found = new Map<string, string | null>()
  for (const { name, otherwise } of placeholdersOf(template)) {
    const known = found.get(name)
    // One place without a default is enough to need a value.
    if (known === undefined) found.set(name, otherwise)
    else if (otherwise === null) found.set(name, null)
  }
  return [...found].map(([name, otherwise]) => ({ name, default: otherwise }))
}

/** Braces that are no variable, such as `{{first name}}`; `null` where all is well. */
export function strayBracesOf(template: string): string | null {
  const rest = template.replaceAll(placeholder, '')
  return /\{\{.{0,60}/s.exec(rest)?.[0] ?? (rest.includes('}}') ? '}}' : null)
}

/** Puts values in the places of their variables, once: what a value says is text, whatever it looks like. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
): FilledTemplate {
  const missing = new Set<string>()
  const names = new Set(variablesOf(template).map(({ name }) => name))
  const text = template.replaceAll(
    placeholder,
    (whole: string, name: string, otherwise: string | undefined) => {
      const value = Object.hasOwn(values, name) ? values[name] : otherwise?.trim()
      if (value === undefined) missing.add(name)
      return value ?? whole
    },
  )
  const unknown = Object.keys(values).filter((name) => !names.has(name))
  return { text, missing: [...missing], unknown }
}

function placeholdersOf(template: string): { name: string; otherwise: string | null }[] {
  return [...template.matchAll(placeholder)].map(([, name = '', otherwise]) => ({
    name,
    otherwise: otherwise?.trim() ?? null,
  }))
}
