/** The settings under which the connector works against this emulation; T21 reads them without loading the rest. */
export const credentials: Readonly<Record<string, string>> = {}

export default credentials
