"""Checks v1.json by docs/protocol.md alone, with other libraries than the project's."""

import base64
import hashlib
import hmac
import json
import pathlib
import sys
import zlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as xopen

un = bytes.fromhex
passed = failed = 0


def check(name, test):
    global passed, failed
    try:
        good = test()
    except Exception as error:  # a broken vector may break anything
        good, name = False, f"{name}: {type(error).__name__}"
    if good:
        passed += 1
    else:
        failed += 1
        print("FAILED", name)


def dom(text):
    return b"reknit/v1/" + text.encode() + b"\0"


def h(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def extract(salt, material):
    return hmac.digest(salt or bytes(32), material, "sha256")


def expand(prk, info, length):
    out = block = b""
    count = 1
    while len(out) < length:
        block = hmac.digest(prk, block + info + bytes([count]), "sha256")
        out, count = out + block, count + 1
    return out[:length]


def kdf(key, *info):
    return expand(extract(b"", key), b"".join(info), 32)


def unpad(padded):
    end = 4 + int.from_bytes(padded[:4], "big")
    assert end <= len(padded) and not any(padded[end:])
    return padded[4:end]


def hpke_open(secret, enc, info, ad, sealed):
    """RFC 9180, base mode, X25519 with HKDF-SHA256 and ChaCha20-Poly1305."""
    def ext(suite, salt, label, material):
        return extract(salt, b"HPKE-v1" + suite + label + material)

    def exp(suite, prk, label, info, length):
        return expand(prk, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)

    key = X25519PrivateKey.from_private_bytes(secret)
    shared = key.exchange(X25519PublicKey.from_public_bytes(enc))
    kem, suite = b"KEM\0\x20", b"HPKE\0\x20\0\x01\0\x03"
    prk = ext(kem, b"", b"eae_prk", shared)
    shared = exp(kem, prk, b"shared_secret", enc + key.public_key().public_bytes_raw(), 32)
    context = b"\0" + ext(suite, b"", b"psk_id_hash", b"") + ext(suite, b"", b"info_hash", info)
    prk = ext(suite, shared, b"secret", b"")
    nonce = exp(suite, prk, b"base_nonce", context, 12)
    return ChaCha20Poly1305(exp(suite, prk, b"key", context, 32)).decrypt(nonce, sealed, ad)


def verify(envelope, identity):
    head, sig, body = envelope[:194], envelope[194:258], envelope[258:]
    assert head[0] == 1 and head[18:34] == h(dom("member"), identity)[:16]
    assert head[158:190] == h(dom("body"), body) and int.from_bytes(head[190:], "big") == len(body)
    name = h(dom("entry"), head)
    Ed25519PublicKey.from_public_bytes(identity).verify(sig, dom("sig") + head[1:2] + name)
    return name, head, body


def fails(act):
    try:
        act()
    except Exception:
        return True
    return False


def two_members(t, identity, kem_secret, parent):
    """The second membership: both open their own box, and not the other's."""
    name, head, body = verify(un(t["membership"]), identity)
    n, cards, boxes = body[70], body[71:71 + 128], body[71 + 128:]
    secrets = [kem_secret, un(t["guest_kem_secret"])]
    info = dom("keybox") + body[2:6] + body[6:38] + body[38:70]

    def opened(secret, which):
        box, card = boxes[80 * which:80 * which + 80], cards[64 * which:64 * which + 64]
        return hpke_open(secret, box[:32], info, identity + card, box[32:])

    check("two members", lambda: (name.hex() == t["hash"] and n == 2 and len(boxes) == 160 and body[38:70] == parent
                                  and cards[64:96].hex() == t["guest"]))
    for which in (0, 1):
        check(f"box {which}", lambda: (opened(secrets[which], which).hex() == t["epoch_key"]
                                       and kdf(opened(secrets[which], which), dom("commit"), body[2:6]) == body[6:38]))
        check(f"box {which} for the other", lambda: fails(lambda: opened(secrets[1 - which], which)))


def invitation(i, identity, space):
    """The link's three letters, as whoever holds the link reads them, and four that must be refused."""
    text = i["fragment"].removeprefix("j/")
    link = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    secret, member = link[:16], link[16:]
    mailbox = kdf(secret, dom("invite/mailbox"))[:16]

    def opened(role, letter):
        ad = dom("letter") + mailbox + bytes([role])
        key = kdf(secret, dom("invite/letter"), bytes([role]))
        assert len(letter) == 24 + 1024 + 16
        return unpad(xopen(letter[24:], ad, letter[:24], key)), ad

    def signed(plain, ad, answers):
        fields, signature = plain[:-64], plain[-64:]
        Ed25519PublicKey.from_public_bytes(fields[:32]).verify(signature, ad + answers + fields)
        return fields

    def card(letter):
        fields = signed(*opened(1, letter), bytes(32))
        assert h(dom("member"), fields[:32])[:16] == member
        return fields

    def join(letter, to):
        return signed(*opened(2, letter), h(dom("invite/card"), to))

    def reveal(letter, to):
        nonce, _ = opened(3, letter)
        assert h(dom("invite/nonce"), nonce) == to[112:144]
        return nonce

    mine = card(un(i["card"]))
    theirs = join(un(i["join"]), mine)
    nonce = reveal(un(i["reveal"]), mine)
    digest = h(dom("words"), space, mine[:64], theirs[:64], nonce, theirs[64:96])
    check("card", lambda: (mine[:32] == identity and mine[64:80] == space and mailbox.hex() == i["mailbox"]
                           and int.from_bytes(mine[144:152], "big") == i["end_ms"]
                           and [mine[153:].decode(), theirs[97:].decode()] == i["names"]))
    check("four words", lambda: [int.from_bytes(digest[k:k + 2], "big") % 2048 for k in range(0, 8, 2)] == i["words"])
    read = {1: card, 2: lambda it: join(it, mine), 3: lambda it: reveal(it, mine)}
    for it in i["negative"]:
        check(it["why"], lambda it=it: fails(lambda: read[it["role"]](un(it["letter"]))))


def wraps(w, account, key):
    """The account key, as passphrase and device unwrap it."""
    def unwrap(kek, wrap):
        return xopen(wrap[24:], dom("wrap") + account + (1).to_bytes(8, "big"), wrap[:24], kek).hex()

    passphrase = kdf(un(w["export_key"]), dom("kek/passphrase"), account)
    device = kdf(un(w["stretched"]), dom("kek/device"), un(w["salt"]))
    check("wrap, passphrase", lambda: unwrap(passphrase, un(w["passphrase"])) == key)
    check("wrap, device", lambda: unwrap(device, un(w["device"])) == key)
    check(w["negative"]["why"], lambda: fails(lambda: unwrap(passphrase, un(w["negative"]["passphrase"]))))


def main(path):
    v = json.loads(path.read_text())
    identity, epoch_key, space = un(v["identity"]), un(v["epoch_key"]), un(v["space"])
    check("member", lambda: h(dom("member"), identity)[:16].hex() == v["member"])

    def genesis():
        name, _, body = verify(un(v["genesis"]["bytes"]), identity)
        commitment, parent, card, box = body[6:38], body[38:70], body[71:135], body[135:]
        info = dom("keybox") + body[2:6] + commitment + parent
        opened = hpke_open(un(v["kem_secret"]), box[:32], info, identity + card, box[32:])
        return (name.hex() == v["genesis"]["hash"] and opened == epoch_key and h(dom("space"), body)[:16] == space
                and kdf(opened, dom("commit"), body[2:6]) == commitment)
    check("genesis", genesis)

    def event():
        e = v["event"]
        name, head, body = verify(un(e["envelope"]["bytes"]), identity)
        key = kdf(epoch_key, dom("content"), head[2:18], head[114:118], head[18:34])
        plain = unpad(xopen(body, dom("ad") + head[:134], head[134:158], key))
        return name.hex() == e["envelope"]["hash"] and plain == un(e["id"]) + e["json"].encode()
    check("event", event)

    def page():
        w = v["withheld"]
        key = kdf(un(w["secret"]), dom("withheld"), un(w["id"]))
        words = unpad(xopen(un(w["ciphertext"]), dom("page") + un(w["id"]), bytes(24), kdf(key, dom("withheld/seal"))))
        return (words == w["words"].encode() and kdf(key, dom("withheld/commit")).hex() == w["commit"]
                and h(dom("withheld/digest"), key, words).hex() == w["digest"])
    check("withheld", page)

    a, r = v["account"], v["recovery"]
    account = h(dom("account"), a["handle"].encode())[:16]
    check("account", lambda: account.hex() == a["id"])
    for it in a["blobs"]:
        def blob(it=it):
            if it["blob"] is None:
                return len(un(it["sha256"])) == 32 and un(it["front"])[:2] == b"\x01\x02"
            b = un(it["blob"])
            key = kdf(un(a["key"]), dom("blob/key"), bytes([it["kind"]]))
            packed = unpad(xopen(b[42:], dom("blob") + account + b[:18] + un(a["context"]), b[18:42], key))
            return (h(b).hex() == it["sha256"] and b[:18].hex() == it["front"]
                    and zlib.decompress(packed, -15) == un(a["plain"]))
        check(f"blob {it['kind']}", blob)

    def recovery():
        code, wrap = un(r["code"]), un(r["wrap"])
        bits = int.from_bytes(code, "big")
        text = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> 5 * (31 - i) & 31] for i in range(32))
        signer = Ed25519PrivateKey.from_private_bytes(kdf(code, dom("recovery/sign"), account))
        signature = signer.sign(dom("recover") + account + un(r["challenge"]))
        kek = kdf(code, dom("kek/recovery"), account)
        key = xopen(wrap[24:], dom("wrap") + account + (1).to_bytes(8, "big"), wrap[:24], kek)
        return (text == r["text"].replace("-", "") and signer.public_key().public_bytes_raw().hex() == r["verifier"]
                and signature.hex() == r["signature"] and key.hex() == a["key"])
    check("recovery", recovery)

    def words():
        card = un(v["genesis"]["bytes"])[258 + 71:258 + 135]
        digest = h(dom("words"), space, card, un(v["words"]["other"]), b"\1" * 32, b"\2" * 32)
        return [int.from_bytes(digest[i:i + 2], "big") % 2048 for i in range(0, 8, 2)] == v["words"]["numbers"]
    check("words", words)
    two_members(v["two"], identity, un(v["kem_secret"]), un(v["genesis"]["hash"]))
    invitation(v["invitation"], identity, space)
    wraps(v["wraps"], account, a["key"])
    for it in v["negative"]:
        check(it["why"], lambda it=it: fails(lambda: verify(un(it["envelope"]), identity)))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).with_name("v1.json")))
