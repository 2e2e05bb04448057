import COpenSSL

/// Collects the numbers of a key and makes the key of them; frees every number it took.
struct KeyBuilder: ~Copyable {
    private let builder: OpaquePointer
    private var numbers: [OpaquePointer] = []
    private var texts: [UnsafeMutableBufferPointer<UInt8>] = []

    init() {
        guard let builder = OSSL_PARAM_BLD_new() else { preconditionFailure("Memory is exhausted.") }
        self.builder = builder
    }

    deinit {
        OSSL_PARAM_BLD_free(builder)
        for number in numbers { BN_clear_free(number) }
        for text in texts {
            OPENSSL_cleanse(text.baseAddress, text.count)
            text.deallocate()
        }
    }

    /// Adds a big-endian number. Why static names: the library keeps the pointer, not a copy.
    mutating func add(_ name: StaticString, number bytes: [UInt8]) {
        guard let number = BN_bin2bn(bytes, Int32(clamping: bytes.count), nil) else {
            preconditionFailure("Memory is exhausted.")
        }
        numbers.append(number)
        let added = name.withCharacters { OSSL_PARAM_BLD_push_BN(builder, $0, number) }
        precondition(added == 1, "Memory is exhausted.")
    }

    mutating func add(_ name: StaticString, octets bytes: [UInt8]) {
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = copy.initialize(from: bytes)
        texts.append(copy)
        let added = name.withCharacters {
            OSSL_PARAM_BLD_push_octet_string(builder, $0, copy.baseAddress, copy.count)
        }
        precondition(added == 1, "Memory is exhausted.")
    }

    mutating func add(_ name: StaticString, text: StaticString) {
        let added = name.withCharacters { name in
            text.withCharacters { OSSL_PARAM_BLD_push_utf8_string(builder, name, $0, 0) }
        }
        precondition(added == 1, "Memory is exhausted.")
    }

    /// The key that the numbers make, checked: a point on its curve, a pair whose halves belong together.
    consuming func key(kind: String, isPair: Bool) throws(KeyFault) -> KeyHandle {
        defer { ERR_clear_error() }
        guard let parameters = OSSL_PARAM_BLD_to_param(builder) else { throw .inconsistent }
        defer { OSSL_PARAM_free(parameters) }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, kind, nil) else { throw .unsupported(kind) }
        defer { EVP_PKEY_CTX_free(context) }
        var raw: OpaquePointer?
        let selection = isPair ? belvedere_select_key_pair() : belvedere_select_public_key()
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(context, &raw, selection, parameters) == 1, let raw
        else { throw .inconsistent }
        let handle = KeyHandle(owning: raw)
        guard let checking = EVP_PKEY_CTX_new_from_pkey(nil, raw, nil) else { throw .inconsistent }
        defer { EVP_PKEY_CTX_free(checking) }
        guard EVP_PKEY_public_check(checking) == 1, !isPair || EVP_PKEY_pairwise_check(checking) == 1 else {
            throw .inconsistent
        }
        return handle
    }
}

extension StaticString {
    /// The characters as C reads them; they live as long as the process.
    fileprivate func withCharacters<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        body(UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self))
    }
}
