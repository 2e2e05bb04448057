/// Schemas by the bytes of their SDL.
final class SchemaCache {}
