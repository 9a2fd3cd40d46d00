/** A piece of a mail. Values in it are text, whatever they look like. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** A link that is to be followed; its address stands in the text version. */
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }
  /** Smaller than a paragraph: what is good to know. */
  | { readonly kind: 'note'; readonly text: string }

/** The title of a mail or of a part of it. */
export function heading(text: string): Block {
  return { kind: 'heading', text }
}

/** A paragraph. */
export function paragraph(text: string): Block {
  return { kind: 'paragraph', text }
}

/** A link that is to be followed. */
export function button(label: string, url: string): Block {
  return { kind: 'button', label, url }
}

/** A list without order. */
export function list(items: readonly string[]): Block {
  return { kind: 'list', items }
}

/** Figures: the first column is text, the others stand at the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): Block {
  return { kind: 'table', head, rows }
}

/** What is good to know. */
export function note(text: string): Block {
  return { kind: 'note', text }
}
