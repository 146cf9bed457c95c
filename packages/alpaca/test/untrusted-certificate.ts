/** A key and a certificate for 127.0.0.1 that nobody signed but itself: for tests that it is refused. */
const KEY =
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEPZIIQdiVdJn4ZZRFpnI12MhJxy1dUvNIrjP2BtWEj" +
  "+hRANCAASHmgg/tgmgun4zN0CyUpxtyhmx4hD7wYRivtXpUThJ8FwyO7GPa2vk2kV1aOv3uPl3IGCpjtX0jMJGg8Nc" +
  "pFdC";
const CERTIFICATE =
  "MIIBkDCCATagAwIBAgIUMjkTDOQRx0vSWHBiY14mbYOmB+AwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3" +
  "N0MCAXDTI2MTEyMjEyMTYxOVoYDzIxMjYxMDI5MTIxNjE5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjO" +
  "PQIBBggqhkjOPQMBBwNCAASHmgg/tgmgun4zN0CyUpxtyhmx4hD7wYRivtXpUThJ8FwyO7GPa2vk2kV1aOv3uPl3IG" +
  "CpjtX0jMJGg8NcpFdCo2QwYjAdBgNVHQ4EFgQU5IWhRg+K6zUXh4LtWEGn1L8pX6kwHwYDVR0jBBgwFoAU5IWhRg+K" +
  "6zUXh4LtWEGn1L8pX6kwDwYDVR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUCIQ" +
  "DzGjXfk98f2ZT4R9XAHXhbzh6+7kV9I/PJgDpORk0buQIgeTbfxlWk21QOhSqrzRuzQQ964RWl/wC8E6OUSzDP2zM=";

function pem(label: string, content: string): string {
  return `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
}

export const UNTRUSTED_KEY = pem("PRIVATE KEY", KEY);
export const UNTRUSTED_CERTIFICATE = pem("CERTIFICATE", CERTIFICATE);
