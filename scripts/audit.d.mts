export declare function judgeAudit(text: string): { readonly status: 0 | 1; readonly line: string };
