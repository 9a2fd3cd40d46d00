/** What a secret looks like, wherever it turns up. */
const secrets: readonly RegExp[] = [
  /\b(?:Bearer|Basic)\s+[\w.~+/-]+=*/gi,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\bt21[a-z]?_[\w-]{16,}/g,
  /\b(access_token|refresh_token|client_secret|code|code_verifier|password|token)=[^&\s"']+/gi,
  /"(access_token|refresh_token|client_secret|code_verifier|password)"\s*:\s*"[^"]*"/gi,
]

/** Takes secrets out of a text that came from elsewhere, and cuts it to 500 characters. */
export function redact(text: string): string {
  let clean = text
  for (const secret of secrets) clean = clean.replaceAll(secret, '[redacted]')
  return clean.length > 500 ? `${clean.slice(0, 499)}…` : clean
}
