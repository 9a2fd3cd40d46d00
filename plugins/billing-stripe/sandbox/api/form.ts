/** A parameter as it came: text, or a list or an object of parameters. */
export type Parameter = string | Parameter[] | ParameterObject | undefined

/** Parameters by name. */
export interface ParameterObject {
  [name: string]: Parameter
}

/**
 * Form-encoded parameters with their nesting: `items[0][price]=a` is `{ items: [{ price: 'a' }] }`, `expand[]=a` is
 * `{ expand: ['a'] }` (docs.stripe.com/api: "form-encoded request bodies").
 */
export function nested(flat: URLSearchParams): ParameterObject {
  const root = new Map<string, Node>()
  for (const [name, value] of flat) {
    const [first = '', ...rest] = name.split('[').map((part) => part.replace(/\]$/, ''))
    place(root, [first, ...rest], value)
  }
  return toObject(root)
}

type Node = string | Map<string, Node>

function place(into: Map<string, Node>, path: readonly string[], value: string): void {
  const [step = '', ...rest] = path
  const key = step === '' ? String(into.size) : step
  if (rest.length === 0) {
    into.set(key, value)
    return
  }
  const found = into.get(key)
  const inner = found instanceof Map ? found : new Map<string, Node>()
  into.set(key, inner)
  place(inner, rest, value)
}

function toObject(map: ReadonlyMap<string, Node>): ParameterObject {
  return Object.fromEntries([...map].map(([key, node]) => [key, toParameter(node)]))
}

function toParameter(node: Node): Parameter {
  if (typeof node === 'string') return node
  const isList = node.size > 0 && [...node.keys()].every((key) => /^\d+$/.test(key))
  return isList ? [...node.values()].map(toParameter) : toObject(node)
}
