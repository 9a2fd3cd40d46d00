/** Every key begins so; what follows says what the key is like (README.md). */
export const keyPrefix = 'sk-or-v1-sandbox'

/** A key with credit and every right. */
export const goodKey = keyPrefix
