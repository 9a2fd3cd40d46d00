/** Server-sent events, one for each piece. */
export function events(...pieces: readonly unknown[]): Response {
  const lines = pieces.map((piece) =>
    typeof piece === 'string' ? piece : `data: ${JSON.stringify(piece)}`,
  )
  const headers = { 'content-type': 'text/event-stream' }
  return new Response(lines.map((line) => `${line}\n\n`).join(''), { headers })
}
