import { rulesToAST } from '@casl/ability/extra'
import type { Ability } from './policy.ts'
import type { Action, Subject } from './vocabulary.ts'

/** A condition for `whereRaw` or `raw`, never empty. */
export interface SqlCondition {
  readonly sql: string
  readonly bindings: readonly (string | string[])[]
}

/** Where a query finds the fields that rules speak of: `{ organizationId: 'p.organization_id', brandId: 'p.brand_id' }`. */
export type Columns = Readonly<
  Record<'organizationId', string> & Partial<Record<'brandId', string>>
>

/** What CASL makes of the conditions of rules. */
interface Node {
  readonly operator: string
  readonly field?: unknown
  readonly value?: unknown
}

/**
 * The rules as SQL: the rows to which somebody may do this. `ability.can` and this select the same rows; a property test
 * compares them. There is no such package for objection 3, and what is not understood here must not be guessed at
 * (reliability.md 4).
 *
 * @throws TypeError for an operator, a field or a value that it does not know, and for a rule that names no organization:
 * either would let rows of others through
 */
export function abilityToSql(
  ability: Ability,
  action: Action,
  subject: Subject,
  columns: Columns,
): SqlCondition {
  const tree = rulesToAST(ability, action, subject) as Node | null
  if (tree === null) return nothing
  if (!namesOrganization(tree)) {
    throw new TypeError(`A rule for ${action} ${subject} names no organization.`)
  }
  return write(tree, columns)
}

const nothing: SqlCondition = { sql: 'false', bindings: [] }

function write(node: Node, columns: Columns): SqlCondition {
  switch (node.operator) {
    case 'and':
      return join('and', childrenOf(node), columns)
    case 'or':
      return join('or', mergeEqual(childrenOf(node)), columns)
    case 'not': {
      const { sql, bindings } = join('or', childrenOf(node), columns)
      // To the rules a missing brand is no brand, to SQL it is unknown.
      return { sql: `(${sql}) is not true`, bindings }
    }
    case 'eq':
      return one(columnOf(node, columns), scalarOf(node.value))
    case 'ne': {
      const { sql, bindings } = one(columnOf(node, columns), scalarOf(node.value))
      return { sql: `(${sql}) is not true`, bindings }
    }
    case 'in':
      return oneOf(columnOf(node, columns), listOf(node.value))
    default:
      throw new TypeError(`Rules with "${node.operator}" cannot be written in SQL.`)
  }
}

function join(word: 'and' | 'or', nodes: readonly Node[], columns: Columns): SqlCondition {
  const parts = nodes.map((node) => write(node, columns))
  const [only] = parts
  if (only === undefined) throw new TypeError(`A rule has an empty "${word}".`)
  if (parts.length === 1) return only
  return {
    sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
    bindings: parts.flatMap(({ bindings }) => bindings),
  }
}

function one(column: string, value: string | null): SqlCondition {
  if (value === null) return { sql: `${column} is null`, bindings: [] }
  return { sql: `${column} = ?`, bindings: [value] }
}

/** As an array, so that the text of the statement does not change with the number. */
function oneOf(column: string, values: readonly (string | null)[]): SqlCondition {
  const some = values.filter((value) => value !== null)
  const equal = { sql: `${column} = any (cast(? as uuid[]))`, bindings: [some] }
  if (some.length === values.length) return equal
  return { sql: `(${equal.sql} or ${column} is null)`, bindings: equal.bindings }
}

/** `a = 1 or a = 2` as `a in (1, 2)`: somebody with many organizations makes no longer statements. */
function mergeEqual(nodes: readonly Node[]): Node[] {
  const equal = nodes.filter(
    ({ operator, field }) => operator === 'eq' && field === 'organizationId',
  )
  if (equal.length < 2) return [...nodes]
  const value = equal.map((node) => scalarOf(node.value))
  const rest = nodes.filter((node) => !equal.includes(node))
  return [{ operator: 'in', field: 'organizationId', value }, ...rest]
}

/** Whether every way through the rules is bound to an organization. */
function namesOrganization(node: Node): boolean {
  switch (node.operator) {
    case 'or':
      return childrenOf(node).every(namesOrganization)
    case 'and':
      return childrenOf(node).some(namesOrganization)
    case 'eq':
      return node.field === 'organizationId' && isId(node.value)
    case 'in':
      return node.field === 'organizationId' && listOf(node.value).every(isId)
    default:
      return false
  }
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function childrenOf({ operator, value }: Node): readonly Node[] {
  if (!Array.isArray(value)) throw new TypeError(`A rule has an "${operator}" without parts.`)
  return value as readonly Node[]
}

function columnOf({ field }: Node, columns: Columns): string {
  const known = typeof field === 'string' && Object.hasOwn(columns, field)
  const column = known ? columns[field as keyof Columns] : undefined
  if (column === undefined) throw new TypeError(`No column is known for "${String(field)}".`)
  return column
}

function listOf(value: unknown): readonly (string | null)[] {
  if (!Array.isArray(value)) throw new TypeError('A rule has an "in" without a list.')
  return value.map(scalarOf)
}

function scalarOf(value: unknown): string | null {
  if (value === null || (typeof value === 'string' && value !== '')) return value
  throw new TypeError(`A rule compares with ${typeof value}; only ids and null are understood.`)
}
