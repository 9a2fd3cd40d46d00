import { BaseProperty, type PropertyType } from 'adminjs'
import type { Field } from '../lookups/lookup.ts'

const types: Readonly<Record<NonNullable<Field['type']>, PropertyType>> = {
  uuid: 'uuid',
  string: 'string',
  text: 'textarea',
  number: 'number',
  boolean: 'boolean',
  datetime: 'datetime',
  json: 'mixed',
}

/** A field of a lookup as AdminJS asks for it. */
export class FieldProperty extends BaseProperty {
  readonly #field: Field
  readonly #title: boolean

  constructor(name: string, field: Field, position: number, title: boolean) {
    super({
      path: name,
      type: field.refersTo === undefined ? types[field.type ?? 'string'] : 'reference',
      isId: name === 'id',
      isSortable: field.sort !== undefined,
      position,
    })
    this.#field = field
    this.#title = title
  }

  override isTitle(): boolean {
    return this.#title
  }

  override isVisible(): boolean {
    return true
  }

  override isEditable(): boolean {
    return false
  }

  // AdminJS knows `null`; its types do not.
  override reference(): string {
    return (this.#field.refersTo ?? null) as string
  }

  override availableValues(): string[] {
    return (this.#field.values === undefined ? null : [...this.#field.values]) as string[]
  }
}
