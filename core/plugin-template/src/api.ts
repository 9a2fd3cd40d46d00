/** The network's addresses, each stated once. Whoever runs T21 may send them elsewhere; the sandbox does. */
export const apiOrigin = 'https://api.my-net.example'
