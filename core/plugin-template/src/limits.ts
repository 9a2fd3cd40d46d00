/** The network's limits, each with where it is documented. */
export const textLimit = 1
