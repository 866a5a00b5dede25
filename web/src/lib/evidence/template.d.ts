/** The text of the checker page from its parts; hashes are in base64. */
export function pageText(parts: { style: string; script: string; styleHash: string; scriptHash: string; data?: string }): string;
