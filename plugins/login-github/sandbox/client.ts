/** The only registered OAuth app. */
export const client = {
  id: 'Ov23liSandboxClient00',
  secret: 'sandbox0000000000000000000000000000secret',
}
